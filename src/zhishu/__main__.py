"""`python -m zhishu` is the command zhishu."""

from zhishu.cli import main

if __name__ == "__main__":
    main()
