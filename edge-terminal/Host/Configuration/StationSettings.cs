using EdgeTerminal.Core;

namespace EdgeTerminal.Host;

/// <summary>
/// What the operator has written down for the station that the terminal is. Not sealed: a station with devices of its
/// own says here which lines they are at.
/// </summary>
/// <param name="Setup">For the core.</param>
/// <param name="Keys">What each key stands for.</param>
/// <param name="PriceList">
/// What records may name under one version of the price list, in rows with value equality: they may change under a new
/// version only.
/// </param>
internal record StationSettings(
    StationSetup Setup, IReadOnlyDictionary<string, Input> Keys, IReadOnlySet<object> PriceList);
