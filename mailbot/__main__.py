from mailbot.doors.cli import main

main()
