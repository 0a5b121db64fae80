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

    /// <summary>Another machine goes by this terminal's name and takes its place at the broker.</summary>
    TerminalTwice,
}
