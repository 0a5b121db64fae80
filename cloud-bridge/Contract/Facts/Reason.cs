using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>
/// Why something is refused. The numbers are never used again for another reason; tests and documents name them.
/// </summary>
[JsonConverter(typeof(ReasonConverter))]
public enum Reason
{
    /// <summary>The list does not have this card.</summary>
    CardUnknown = 101,

    /// <summary>The list says blocked.</summary>
    CardBlocked = 102,

    /// <summary>The card's last day is over.</summary>
    CardExpired = 103,

    /// <summary>Two cards are on the reader.</summary>
    TwoCards = 104,

    /// <summary>The card proved less than it was enrolled for.</summary>
    ClassTooWeak = 105,

    /// <summary>The card makes up its UID: it names nobody.</summary>
    RandomUid = 106,

    /// <summary>Not the PIN of this staff card.</summary>
    WrongPin = 107,

    /// <summary>Too many wrong PINs: wait a while.</summary>
    PinLocked = 108,

    /// <summary>No membership or ticket that the article asks for.</summary>
    NotEntitled = 201,

    /// <summary>Not sold at this hour.</summary>
    OutsideWindow = 202,

    /// <summary>For adults, and this guest is not known to be one.</summary>
    AgeClass = 203,

    /// <summary>Already inside.</summary>
    PassedBack = 204,

    /// <summary>Today's allowance is used up.</summary>
    AllowanceUsed = 205,

    /// <summary>As many people are inside as may be.</summary>
    ZoneFull = 206,

    /// <summary>This staff card may not do that here.</summary>
    NotAllowed = 207,

    /// <summary>There is no sale that may still be taken back.</summary>
    NothingToVoid = 208,

    /// <summary>The card, or another of its wallet, pours at another station.</summary>
    PouringElsewhere = 209,

    /// <summary>Not enough on the card.</summary>
    BalanceTooLow = 301,

    /// <summary>More than one tap may cost.</summary>
    FloorLimit = 401,

    /// <summary>More than this wallet may spend before the ledger has heard of it.</summary>
    OfflineLimit = 402,

    /// <summary>Too many taps in too short a time.</summary>
    Velocity = 403,

    /// <summary>The card's first purchase is too large to be decided without the ledger.</summary>
    FirstUse = 404,

    /// <summary>The list is missing or too old to decide on.</summary>
    ListExpired = 405,

    /// <summary>More than this terminal may sell before the ledger has heard of it.</summary>
    TerminalTotal = 406,

    /// <summary>More than staff may give to a card at once.</summary>
    CreditAtOnce = 407,

    /// <summary>More than this staff card may give in a day.</summary>
    CreditADay = 408,

    /// <summary>More than staff may give at this terminal before the ledger has heard of it.</summary>
    CreditTotal = 409,

    /// <summary>No room for another record.</summary>
    JournalFull = 501,

    /// <summary>A device that is needed does not work.</summary>
    DeviceFault = 502,

    /// <summary>The terminal is out of service.</summary>
    OutOfService = 503,
}
