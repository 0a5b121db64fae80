namespace Tests.BenchPage;

/// <summary>What a station is.</summary>
public enum StationKind
{
    /// <summary>Sells by keys.</summary>
    Kiosk,

    /// <summary>Pours.</summary>
    Drink,

    /// <summary>Lets in.</summary>
    Gate,
}
