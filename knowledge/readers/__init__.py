from knowledge.readers.opening import read

__all__ = ["read"]
