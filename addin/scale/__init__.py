"""Stress and backtest over a whole clearing house: accounts in parts, on this computer or on a Dask cluster.

Only `addin.scale.cluster` and `addin.scale.clients` import Dask, and only when a cluster is asked for; without the
extra `scale` everything else here works in this process.
"""
