using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// What later records may settle: holds that are open, and what sales and entries took. Two records may claim one place
/// of a terminal's journal; what settles one of them is told by the card that paid.
/// </summary>
/// <param name="changed">Told of accounts of which more or less is set aside.</param>
internal sealed class Settlements(Action<Account> changed)
{
    private readonly Dictionary<(TerminalId Terminal, RecordPosition Said), ValueList<BookedHold>> holds = [];
    private readonly Dictionary<(TerminalId Terminal, bool AreSales), Takings> takings = [];
    private readonly Dictionary<(Account, AssetId), Int128> held = [];

    /// <summary>Holds that count, of records that wait for others too.</summary>
    public CountingHolds Counting { get; } = new();

    /// <summary>What is set aside of an account, over all holds that count: more than money can be, perhaps.</summary>
    public Int128 HeldOf(Account account, AssetId asset) => held.GetValueOrDefault((account, asset));

    /// <summary>Holds that are open under this name.</summary>
    public ValueList<BookedHold> HoldsOf(TerminalId terminal, RecordPosition name) =>
        holds.GetValueOrDefault((terminal, name));

    /// <summary>What may be given back for the record of this name; null: nothing of that kind was taken.</summary>
    public BookedTaking? Find(
        TerminalId terminal, RecordPosition name, ValueList<Payment> returned, bool isSale) =>
        TakingsOf(terminal, isSale).Find(name, returned);

    /// <summary>A hold was booked.</summary>
    public void Open(TerminalId terminal, RecordPosition name, BookedHold hold)
    {
        holds[(terminal, name)] = [.. holds.GetValueOrDefault((terminal, name)), hold];
        Count(hold, 1);
        if (hold.Counts)
            Counting.Add(new CountingHold(terminal, name, hold.Hash));
    }

    /// <summary>A hold is captured or released.</summary>
    public void Close(TerminalId terminal, RecordPosition name, BookedHold hold)
    {
        BookedRows.Replace(holds, (terminal, name), hold, by: null);
        Count(hold, -1);
        Counting.Remove(hold.Hash);
    }

    /// <summary>A hold does not count any more; what closes it is still to come.</summary>
    /// <param name="terminal">Whose.</param>
    /// <param name="name">What closing facts call it.</param>
    /// <param name="hash">Of its line; null: of all of that name, as earlier builds had it.</param>
    public void LetGo(TerminalId terminal, RecordPosition name, Digest? hash)
    {
        foreach (var hold in HoldsOf(terminal, name).Where(hold => hold.Counts && hold.Hash == (hash ?? hold.Hash)))
        {
            Count(hold, -1);
            BookedRows.Replace(holds, (terminal, name), hold, hold with { Counts = false });
            Counting.Remove(hold.Hash);
        }
        if (hash is { } waiting)
            Counting.Remove(waiting);
    }

    /// <summary>A sale or an entry was booked.</summary>
    public void Take(TerminalId terminal, RecordPosition name, BookedTaking taking) =>
        TakingsOf(terminal, taking.IsSale).Add(name, taking);

    /// <summary>It was given back: not again.</summary>
    public void GiveBack(TerminalId terminal, RecordPosition name, BookedTaking taking) =>
        TakingsOf(terminal, taking.IsSale).Remove(name, taking);

    /// <summary>Somebody went through with this entry: it is final.</summary>
    public void Keep(TerminalId terminal, RecordPosition entry) =>
        TakingsOf(terminal, areSales: false).RemoveAll(entry);

    /// <summary>A closing: sales of before it are final.</summary>
    public void CloseSales(TerminalId terminal, RecordPosition position) =>
        TakingsOf(terminal, areSales: true).Close(position);

    /// <summary>One account takes over another's money, what is set aside of it and what may come back to it.</summary>
    public void Merge(Account from, Account into)
    {
        foreach (var (name, open) in holds.ToList())
            foreach (var hold in open.Where(hold => hold.Account == from))
            {
                var moved = hold with { Account = into };
                Count(hold, -1);
                BookedRows.Replace(holds, name, hold, moved);
                Count(moved, 1);
            }
        foreach (var taken in takings.Values)
            taken.Merge(from, into);
    }

    private Takings TakingsOf(TerminalId terminal, bool areSales)
    {
        if (!takings.TryGetValue((terminal, areSales), out var taken))
            takings.Add((terminal, areSales), taken = new Takings());
        return taken;
    }

    private void Count(BookedHold hold, int times)
    {
        if (!hold.Counts)
            return;
        foreach (var (asset, amount) in hold.Payment.Parts)
        {
            var sum = HeldOf(hold.Account, asset) + times * (Int128)amount.MinorUnits;
            if (sum == 0)
                held.Remove((hold.Account, asset));
            else
                held[(hold.Account, asset)] = sum;
        }
        changed(hold.Account);
    }
}
