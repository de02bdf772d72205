"""Traditional Chinese characters beside the simplified ones that our phrases are written in.

The characters that letters about meetings, people and documents use; with them a phrase finds both ways of
writing, and what is quoted from a message stays as it was written.
"""

from __future__ import annotations

import re

HAN = re.compile(r"[\u3400-\u9fff]")  # one Chinese sign

_TRADITIONAL = (
    "員會議電話號碼郵聯絡調協辦務處長總責組織經濟國際標準資訊網遠參與請謝問題時間從開關將進過還這現見為沒對讓給"
    "說認識應該內選決項書報紙計劃設備數據庫錄變動補兩雙單歷術條階級繼續實審區約發預轉傳講論詢確訂繳費頁簽證檔"
    "詞譯讀寫導聽觀眾線產業質樣則規範圍無難頭舊盡並點遲終結紀維縮編連遷邀鐘錯鍵閉閱隊隨顧頓領題額飛館駐職稱"
    "載輔邊達運違適量錶負貢財敗貨購貴貸貿資賞賢週體個們來後於屆雖鄰縣東廣門灣條邏輯試詳細語誤課誰談謀錄鎖銷針"
    "幾樂雲買賣萬億僅優傷價倫債傾兒黨蘭興養軍農況凍淨減湊擊創別勞勢勵華單衛廠壓縣敘嘆啟嗎響圖圓聖場壞塊壇聲壺夠"
    "奪獎婦孫學寧寶寵憲宮寬賓尋壽爾塵嘗層屬歲島幣帥師帳帶幫幹莊慶廟廢異張彈強歸當徹徑態懷憐戀惡驚慣願戲戶撲執擴"
    "掃揚護擔擁擇換據攝搖撐敵斷顯晉曉暫機殺雜權楊極構槍櫃標欄樹橋檢樓橫歡歐毀畢氣匯漢湯溝淚澤潔測濃塗濤潤漲溫濕"
    "滿滅燈靈災爐爛煙熱愛爺狀獨狹貓獻環畫暢療瘋監蓋盤睜礦磚礎禮禍離種積穩窮竊競筆類糧糾紅級純綱納縱紛練紹絕統績"
    "緒綠緩緣羅罰義習肅勝腦腳臉騰藝節蘆蘇薦榮藥萊獲營蕭藍慮蝕裝視覽覺訴詩該諸諾譜貝賴讚趕趨躍蹤軌輪軟輕較輛輩輸"
    "遞遺鄧鄭採釋鋼錢鐵銀錦鎮閃聞闊陽陣陸陳險隱霧靜須頻顏風飢飯飾馬駛騙驗魚魯鮮雞鳴麥黃齊齒齡龍兩號賓"
)
_SIMPLIFIED = (
    "员会议电话号码邮联络调协办务处长总责组织经济国际标准资讯网远参与请谢问题时间从开关将进过还这现见为没对让给"
    "说认识应该内选决项书报纸计划设备数据库录变动补两双单历术条阶级继续实审区约发预转传讲论询确订缴费页签证档"
    "词译读写导听观众线产业质样则规范围无难头旧尽并点迟终结纪维缩编连迁邀钟错键闭阅队随顾顿领题额飞馆驻职称"
    "载辅边达运违适量表负贡财败货购贵贷贸资赏贤周体个们来后于届虽邻县东广门湾条逻辑试详细语误课谁谈谋录锁销针"
    "几乐云买卖万亿仅优伤价伦债倾儿党兰兴养军农况冻净减凑击创别劳势励华单卫厂压县叙叹启吗响图圆圣场坏块坛声壶够"
    "夺奖妇孙学宁宝宠宪宫宽宾寻寿尔尘尝层属岁岛币帅师帐带帮干庄庆庙废异张弹强归当彻径态怀怜恋恶惊惯愿戏户扑执扩"
    "扫扬护担拥择换据摄摇撑敌断显晋晓暂机杀杂权杨极构枪柜标栏树桥检楼横欢欧毁毕气汇汉汤沟泪泽洁测浓涂涛润涨温湿"
    "满灭灯灵灾炉烂烟热爱爷状独狭猫献环画畅疗疯监盖盘睁矿砖础礼祸离种积稳穷窃竞笔类粮纠红级纯纲纳纵纷练绍绝统绩"
    "绪绿缓缘罗罚义习肃胜脑脚脸腾艺节芦苏荐荣药莱获营萧蓝虑蚀装视览觉诉诗该诸诺谱贝赖赞赶趋跃踪轨轮软轻较辆辈输"
    "递遗邓郑采释钢钱铁银锦镇闪闻阔阳阵陆陈险隐雾静须频颜风饥饭饰马驶骗验鱼鲁鲜鸡鸣麦黄齐齿龄龙两号宾"
)
_PAIRS = {simple: full for full, simple in zip(_TRADITIONAL, _SIMPLIFIED, strict=True) if simple != full}
_SIMPLE = str.maketrans(_TRADITIONAL, _SIMPLIFIED)
_EITHER = str.maketrans({simple: f"[{simple}{full}]" for simple, full in _PAIRS.items()})


def either(pattern: str) -> str:
    """A literal piece of a pattern that finds both ways of writing."""
    return pattern.translate(_EITHER)


def simplified(text: str) -> str:
    """The text in simplified characters; every place in it stays where it was."""
    return text.translate(_SIMPLE)
