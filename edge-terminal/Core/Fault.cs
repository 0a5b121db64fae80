namespace EdgeTerminal.Core;

/// <summary>Faults that are raised and cleared as levels. What the operator does about each: docs/faults.md.</summary>
public enum Fault
{
    /// <summary>The card reader does not answer.</summary>
    ReaderLost,

    /// <summary>The display does not answer.</summary>
    PanelLost,

    /// <summary>The card list on disk is missing, damaged or older than one that was used before.</summary>
    CardListLost,

    /// <summary>
    /// The configuration that the ledger sent, and that was in force, is missing or damaged on disk, or does not go
    /// with the terminal's own file.
    /// </summary>
    ConfigurationLost,

    /// <summary>What keeps cards ready for look-ups was damaged; they are read from the list's own files.</summary>
    CardCacheLost,

    /// <summary>The master keys of cards cannot be read: no card can prove itself.</summary>
    CardKeysLost,

    /// <summary>Too many records wait for the ledger, or the disk has no room for more.</summary>
    JournalFull,

    /// <summary>Lines of the journal that the ledger has cannot be read any more.</summary>
    JournalRot,

    /// <summary>The ledger knows records that this journal does not have: an older image was restored.</summary>
    RolledBack,

    /// <summary>The state is on another SD card than the one that its epoch was opened on: it may be a copy.</summary>
    StorageChanged,

    /// <summary>The keg is empty: counted to its end, or next to nothing flows.</summary>
    KegEmpty,

    /// <summary>The valve was open, and the flow meter did not move.</summary>
    MeterDead,

    /// <summary>It flows although the valve is shut.</summary>
    ValveLeaks,

    /// <summary>The valve's line or the flow meter's cannot be driven or read.</summary>
    ValveLost,

    /// <summary>Another machine goes by this terminal's name and takes its place at the broker.</summary>
    TerminalTwice,

    /// <summary>A gate's turnstile cannot be driven.</summary>
    TurnstileLost,

    /// <summary>Whether somebody passes a gate's turnstile cannot be read.</summary>
    TurnstileContactLost,

    /// <summary>Whether somebody forces a gate's turnstile cannot be read.</summary>
    TamperContactLost,

    /// <summary>A gate's fire input cannot be read: it would not hear of a fire.</summary>
    FireInputLost,

    /// <summary>A gate's turnstile was forced, or opened.</summary>
    TurnstileTampered,

    /// <summary>More cards went through another gate than this one can remember: the oldest were forgotten.</summary>
    PassagesForgotten,

    /// <summary>A kiosk's keys do not answer.</summary>
    KeypadLost,

    /// <summary>The ledger has taken this terminal out of the site, for good.</summary>
    Revoked,

    /// <summary>The card list was expired for so long that the keys of the site are to be wiped, for good.</summary>
    KeysWiped,
}
