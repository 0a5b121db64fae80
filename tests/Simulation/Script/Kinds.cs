using System.Text.Json.Serialization;

namespace Tests.Simulation;

/// <summary>What a terminal is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StationKind>))]
internal enum StationKind
{
    /// <summary>Sells by keys.</summary>
    Kiosk,

    /// <summary>Pours.</summary>
    Drink,

    /// <summary>Lets in, or out.</summary>
    Gate,
}

/// <summary>What is special about a guest.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Manner>))]
internal enum Manner
{
    /// <summary>Nothing.</summary>
    Usual,

    /// <summary>The card slips: it comes twice within a second.</summary>
    Slips,

    /// <summary>Takes the card away at once, and holds it again when told.</summary>
    LeavesEarly,

    /// <summary>Holds two cards.</summary>
    TwoCards,

    /// <summary>Empties the basket, and goes without paying.</summary>
    ChangesMind,

    /// <summary>Holds a copy of the card that knows only its UID.</summary>
    HoldsCopy,

    /// <summary>Holds a card that makes up its UID.</summary>
    RandomUid,

    /// <summary>Lays the card there before the reader starts.</summary>
    LeftLying,

    /// <summary>The card's keys cannot be read.</summary>
    KeysLost,
}

/// <summary>A small disturbance.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Nudge>))]
internal enum Nudge
{
    /// <summary>The key that empties the basket.</summary>
    Clear,

    /// <summary>An article's key, and nobody pays.</summary>
    Article,

    /// <summary>A wake-up that nobody asked for.</summary>
    Wake,

    /// <summary>A configuration that was written anew.</summary>
    Setup,

    /// <summary>A display that says again what it shows.</summary>
    Shown,

    /// <summary>A field that empties.</summary>
    Field,

    /// <summary>A card that was only waved.</summary>
    Wave,

    /// <summary>A fault that was over before.</summary>
    FaultOver,

    /// <summary>Two cards at once.</summary>
    SeveralCards,

    /// <summary>The key that ends a pour.</summary>
    StopKey,

    /// <summary>A command of the ledger.</summary>
    Command,

    /// <summary>What a meter counted of a pour that is over.</summary>
    LatePulses,

    /// <summary>The last word of a valve that was not waited for any longer.</summary>
    LateClosing,

    /// <summary>A few drops through a shut valve.</summary>
    Drops,

    /// <summary>The key that adds a person.</summary>
    More,

    /// <summary>The steward's key.</summary>
    Reset,

    /// <summary>The turnstile's contact, as if somebody had gone through.</summary>
    Pass,
}

/// <summary>What goes wrong with a disk.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DiskFault>))]
internal enum DiskFault
{
    /// <summary>It is full, for a while.</summary>
    Full,

    /// <summary>The next sync fails.</summary>
    SyncFails,

    /// <summary>A bit turns over in a file of the card list.</summary>
    ListRots,

    /// <summary>A bit turns over in a line of the journal that the ledger has, with its receipt kept.</summary>
    JournalRots,

    /// <summary>The card list's files are gone.</summary>
    ListLost,
}

/// <summary>Which device fails.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DeviceFault>))]
internal enum DeviceFault
{
    /// <summary>The reader does not answer.</summary>
    Reader,

    /// <summary>The display does not answer, and that is noticed.</summary>
    Panel,

    /// <summary>The display says nothing, and nobody notices.</summary>
    SilentPanel,

    /// <summary>The keg is empty: next to nothing flows.</summary>
    Keg,

    /// <summary>The flow meter does not move.</summary>
    Meter,

    /// <summary>The valve does not shut quite.</summary>
    Leak,

    /// <summary>The valve's line is gone.</summary>
    Valve,

    /// <summary>The turnstile is forced.</summary>
    Tampered,

    /// <summary>The turnstile's line is gone.</summary>
    Turnstile,

    /// <summary>The contact that tells who goes through is gone.</summary>
    Contact,

    /// <summary>The fire contact's line is gone.</summary>
    FireInput,
}

/// <summary>What staff does.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StaffAct>))]
internal enum StaffAct
{
    /// <summary>Puts money on a card for cash.</summary>
    Refill,

    /// <summary>Gives a deposit back.</summary>
    DepositReturn,

    /// <summary>Blocks a card.</summary>
    Block,

    /// <summary>Takes back the last sale of the terminal, taken back before or not.</summary>
    Void,

    /// <summary>Takes back what another terminal has sold.</summary>
    VoidElsewhere,

    /// <summary>Gives the last sale back as an entry that was not used.</summary>
    Abandon,
}

/// <summary>What whoever holds the broker does.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BrokerMood>))]
internal enum BrokerMood
{
    /// <summary>Carries.</summary>
    Honest,

    /// <summary>Brings old messages again.</summary>
    Replays,

    /// <summary>Holds back what comes from the ledger.</summary>
    HoldsBack,

    /// <summary>Brings messages on other topics.</summary>
    Swaps,

    /// <summary>Changes messages, and signs them with a key of its own.</summary>
    Forges,
}

/// <summary>What happens to the ledger.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LedgerFault>))]
internal enum LedgerFault
{
    /// <summary>Its power goes at one of its next steps on the disk.</summary>
    PowerCut,

    /// <summary>A backup is made.</summary>
    Backup,

    /// <summary>It is restored from the last backup, and begins an era.</summary>
    Restore,
}

/// <summary>What an operator does about SD cards.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StorageAct>))]
internal enum StorageAct
{
    /// <summary>An image of the card is made.</summary>
    ImageTaken,

    /// <summary>The last image takes the place of what is on the card.</summary>
    ImageRestored,

    /// <summary>The ledger grants the terminal a new epoch.</summary>
    EpochGranted,
}
