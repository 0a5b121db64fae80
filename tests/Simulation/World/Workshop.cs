using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Relay;
using CloudBridge.Storage;
using EdgeTerminal.Core;
using EdgeTerminal.Host;

namespace Tests.Simulation;

/// <summary>
/// What machines are made of: the product's own parts. A planted bug is a workshop that puts one of its own in the
/// place of one of them.
/// </summary>
internal class Workshop
{
    /// <summary>The ledger's number among machines.</summary>
    public const int Ledger = -1;

    /// <summary>A process's way to its disk.</summary>
    public virtual IStorage DiskOf(int machine, IStorage disk) => disk;

    /// <summary>What the relay sends from.</summary>
    public virtual IOutbox OutboxOf(int terminal, IOutbox outbox) => outbox;

    /// <summary>The broker has said that it has a message of the journal.</summary>
    public virtual void Taken(IOutbox outbox, ReadOnlyMemory<byte> lines)
    {
    }

    /// <summary>Where the relay puts lists.</summary>
    public virtual ICardListStore ListsOf(ICardListStore lists) => lists;

    /// <summary>What decides.</summary>
    public virtual Terminal TerminalOf(TerminalSetup setup, IStation station) => new(setup);

    /// <summary>What the core is given.</summary>
    public virtual Input Understood(int terminal, Input input) => input;

    /// <summary>Is this taken while a configuration comes into force?</summary>
    public virtual bool Admits(NextSetup next, LoopInput input) => next.Admits(input);

    /// <summary>The ledger's books.</summary>
    public virtual ILedgerStore BooksOf(ILedgerStore books) => books;

    /// <summary>Whose signatures a terminal believes to be the ledger's.</summary>
    public virtual IKeyRing LedgerKeysOf(IKeyRing keys) => keys;

    /// <summary>What the ledger grants a terminal.</summary>
    public virtual TerminalLimits LimitsOf(TerminalLimits limits) => limits;

    /// <summary>Has the ledger the whole journal of a terminal that was revoked?</summary>
    public virtual bool IsHandedIn(long unacked) => unacked == 0;

    /// <summary>Who restores a ledger raises its era.</summary>
    public virtual bool RaisesEra => true;
}
