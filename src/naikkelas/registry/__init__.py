"""Who exists: cooperatives, enterprises and the persons behind them, with their yearly facts and verdicts."""
