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
    StationSetup Setup, IReadOnlyDictionary<string, Input> Keys, IReadOnlySet<object> PriceList)
{
    /// <summary>The keys that the operator has named: what each is called, and the key of the configuration.</summary>
    public IReadOnlyDictionary<string, string> KeysWritten { get; init; } = new Dictionary<string, string>();

    /// <summary>Outputs of <c>lines</c> that it drives.</summary>
    public virtual IEnumerable<StationOutput> Outputs => [];

    /// <summary>Lines that it reads, each with its key, and N of <c>/dev/gpiochipN</c>; null: the usual one.</summary>
    public virtual IEnumerable<(string Key, int? Chip, int Line)> InputLines => [];

    /// <summary>The same on the devices of a station that runs.</summary>
    public virtual StationSettings On(StationSettings running) => this;
}
