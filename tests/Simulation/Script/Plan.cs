namespace Tests.Simulation;

/// <summary>What a run is of, besides what happens: all numbers from which a world is built.</summary>
/// <param name="Seed">For cards, clocks and the small chances of the network.</param>
/// <param name="Terminals">How many.</param>
/// <param name="Cards">How many.</param>
/// <param name="Through">When the last thing happens; then all is mended, and must come together.</param>
internal sealed record Plan(ulong Seed, int Terminals, int Cards, long Through)
{
    /// <summary>Guests come one upon the other.</summary>
    public bool IsBusy { get; init; }

    /// <summary>
    /// A day as days are: guests stand in line, the broker is honest and no ledger is restored, so checks may forget
    /// what is over.
    /// </summary>
    public bool IsDay { get; init; }

    /// <summary>ES256 in place of the keyed hash.</summary>
    public bool RealKeys { get; init; }

    /// <summary>The ledger makes a list at most so often.</summary>
    public long ListEvery { get; init; } = 10_000;

    /// <summary>A list is expired after so many seconds without confirmation.</summary>
    public int ExpirySeconds { get; init; } = 480;

    /// <summary>Records that may wait for the ledger.</summary>
    public long MostUnacked { get; init; } = 5_000;

    /// <summary>Bytes of a journal's segment.</summary>
    public long SegmentBytes { get; init; } = 64 * 1024;

    /// <summary>How long old records are kept.</summary>
    public long RetentionSeconds { get; init; } = 900;

    /// <summary>The most that a wallet spends on a stale list.</summary>
    public long OfflineLimit { get; init; } = 20_00;

    /// <summary>The most that a wallet spends before a fresh list has it.</summary>
    public long FreshLimit { get; init; } = 40_00;

    /// <summary>The most that all wallets together spend at a terminal without a list that has it.</summary>
    public long OfflineTotal { get; init; } = 300_00;

    /// <summary>So many taps of a wallet in five minutes.</summary>
    public int VelocityTaps { get; init; } = 20;

    /// <summary>What is on a card, in cents; null: as chance has it.</summary>
    public long? Balance { get; init; }

    /// <summary>What is on a card as a gift besides <see cref="Balance"/>, in cents.</summary>
    public long Gift { get; init; }

    /// <summary>Every second terminal sells one article, without keys.</summary>
    public bool FixedArticles { get; init; }

    /// <summary>The ledger sends kiosks other prices now and then.</summary>
    public bool PricesChange { get; init; }

    /// <summary>Kiosks take a second card that pays the rest.</summary>
    public bool SecondCards { get; init; }

    /// <summary>Which station each terminal is; null: all are kiosks.</summary>
    public StationKind[]? Kinds { get; init; }

    /// <summary>There is a drink station, too, that is none of the product's.</summary>
    public bool HasStation { get; init; }

    /// <summary>What a drink station's keg holds.</summary>
    public long KegLitres { get; init; } = 1_000;

    /// <summary>So many people at most may be inside; null: all that come.</summary>
    public int? Capacity { get; init; }

    /// <summary>Clocks run so much too fast or too slow at most, in parts per million.</summary>
    public int Drift { get; init; }

    /// <summary>Which station a terminal is.</summary>
    public StationKind KindOf(int terminal) => Kinds?[terminal] ?? StationKind.Kiosk;

    /// <summary>All terminals that are such a station.</summary>
    public IEnumerable<int> Of(StationKind kind) =>
        Enumerable.Range(0, Terminals).Where(terminal => KindOf(terminal) == kind);
}
