using CloudBridge.Contract;
using CloudBridge.Ledger;

namespace Tests.Support;

/// <summary>A ledger whose terminal is to change from one key to another, and who writes under both.</summary>
public sealed class KeyChangeBench : IDisposable
{
    public const string Guest = Kiosks.Guest;

    public KeyChangeBench(Func<Site, LedgerBench>? open = null)
    {
        Ledger = (open?.Invoke(Site) ?? new LedgerBench(Site)).With((Guest, "TLF 9000"));
        First = new JournalWriter(Site);
        Second = new JournalWriter(Site, epoch: 2, Next);
    }

    public Site Site { get; } = new();

    /// <summary>The key that the terminal is to have.</summary>
    public Es256Signer Next { get; } = Es256Signer.Create();

    public LedgerBench Ledger { get; set; }

    /// <summary>Writes epoch 1, under the key of before.</summary>
    public JournalWriter First { get; }

    /// <summary>Writes epoch 2, under the next one.</summary>
    public JournalWriter Second { get; }

    /// <summary>The key that the books have for the terminal.</summary>
    public KeyId Present => Ledger.Store.Read(books => books.Terminal(Site.Bar).Key.KeyId);

    /// <summary>Records in the books, in the chain of an epoch; null: there is none.</summary>
    public long? Records(long epoch) => Ledger.Store.Read(
        books => books.Terminal(Site.Bar).Chains.FirstOrDefault(chain => chain.Epoch == epoch)?.Sequence);

    public long Sales => Ledger.Of(Account.SalesOf(Site.Bar), "TLF");

    public static LedgerEntry.TerminalKeyGranted Grant(Es256Signer key, long epoch = 2) =>
        new(Site.Bar, key.PublicKey.ToJsonWebKey(), epoch, Clock.Noon - 7_200_000);

    /// <summary>The next key is granted.</summary>
    public KeyChangeBench Granted()
    {
        Ledger.Add(Grant(Next));
        return this;
    }

    /// <summary>The first record under the next key.</summary>
    public SignedObject Opened(RecordName? ended = null) => Second.Next(Opening(ended ?? First.End));

    public static Fact.EpochOpened Opening(RecordName? ended) => new(null, null, LeftBehind: null, ended);

    /// <summary>A beer for 3.50.</summary>
    public static Fact Beer => JournalWriter.Beer(Guest);

    public void Dispose()
    {
        Next.Dispose();
        Site.Dispose();
    }
}
