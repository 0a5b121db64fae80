namespace CloudBridge.Ledger;

/// <summary>Why an act was not done. Whoever asked again would hear the same, until something changes.</summary>
/// <param name="Kind">Which reason, for programs.</param>
/// <param name="What">For people, as a clause: what was found, and what to do.</param>
/// <param name="After">When it changes by itself; null: it does not.</param>
internal sealed record Refusal(RefusalKind Kind, string What, TimeSpan? After = null);

/// <summary>Reasons for which acts are not done; each is a problem of the HTTP API: docs/api.md.</summary>
internal enum RefusalKind
{
    /// <summary>What was asked for cannot be.</summary>
    NotPossible,

    /// <summary>There is no such card.</summary>
    NoSuchCard,

    /// <summary>There is no such terminal.</summary>
    NoSuchTerminal,

    /// <summary>There is no such row of the reconciliation.</summary>
    NoSuchRow,

    /// <summary>The site has no such asset.</summary>
    NoSuchAsset,

    /// <summary>The card holds no such membership or badge.</summary>
    NoSuchEntitlement,

    /// <summary>The card is in the ledger already.</summary>
    CardKnown,

    /// <summary>More than one card has that printed number or QR code.</summary>
    SeveralCards,

    /// <summary>The card is blocked.</summary>
    CardBlocked,

    /// <summary>The card was re-issued: it is blocked for good.</summary>
    CardReissued,

    /// <summary>The cards share one wallet already.</summary>
    OneWallet,

    /// <summary>The wallet has not so much.</summary>
    BalanceTooLow,

    /// <summary>An account would have more than can be counted.</summary>
    TooMuch,

    /// <summary>The period is closed for booking.</summary>
    PeriodClosed,

    /// <summary>The row is closed already.</summary>
    RowClosed,

    /// <summary>The terminal is enrolled, or waits to be.</summary>
    TerminalKnown,

    /// <summary>The PIN that the request was answered with is used, void or too old.</summary>
    PinOver,

    /// <summary>Nobody waits for that.</summary>
    NobodyWaits,

    /// <summary>These are not the terminal's words.</summary>
    WordsWrong,

    /// <summary>A request with this key asked for something else.</summary>
    KeyReused,

    /// <summary>More requests with keys were done within a day than are kept.</summary>
    TooManyKeys,
}
