"""Write every file of `bot.documents`."""

from bot import logs
from bot.documents import write

if __name__ == "__main__":
    logs.configure("error")
    write()
