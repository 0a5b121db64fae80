using CloudBridge.Contract;
using CloudBridge.Storage;
using EdgeTerminal.Core;
using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.Bench;

/// <summary>A terminal's state folder after days without a network, and how a daemon opens it.</summary>
internal static class StateOnDisk
{
    private const string VerifiedName = "verified";
    private const string LedgerKeyName = "ledger.jwk";

    /// <summary>Writes one: half of the records are sales, half say that they were shown.</summary>
    public static void Write(string folder, int records, int cards)
    {
        TerminalFolder.Create(folder, Site.Id, Site.Bar);
        using var site = new Site();
        using var terminal = TerminalFolder.Open(folder);
        new FolderStorage(folder).Replace(LedgerKeyName, site.Ledger.PublicKey.ToJsonWebKey().Write());
        var lists = CardListStore.Open(terminal.Cards, new MemoryCardCache(), Site.Id, Site.Bar, site.LedgerKeys);
        Guests.SaveList(lists, site, cards);
        var journal = Open(terminal, site.LedgerKeys);
        using (journal)
            Journals.Fill(journal, Facts(records, cards));
    }

    /// <summary>The next start checks all signatures.</summary>
    public static void ForgetWhatWasVerified(string folder) =>
        new FolderStorage(Path.Combine(folder, "journal")).Delete(VerifiedName);

    /// <summary>Opens it as a daemon does.</summary>
    public static StartTimes Read(string folder)
    {
        using var terminal = TerminalFolder.Open(folder);
        using var ledgerKey = PublicKey.Read(JsonWebKey.Read(new FolderStorage(folder).Read(LedgerKeyName)).OrThrow())
            .OrThrow();
        var start = Elapsed.Now;
        var lists = CardListStore.Open(
            terminal.Cards, new MemoryCardCache(), Site.Id, Site.Bar, new KeyRing(ledgerKey));
        using var cache = lists.Take(lists.Stored!);
        var listOpened = Elapsed.Now;
        using var journal = Open(terminal, new KeyRing(ledgerKey));
        return new StartTimes(Elapsed.Milliseconds(start, listOpened), Elapsed.Milliseconds(listOpened));
    }

    private static Journal Open(TerminalFolder folder, IKeyRing ledgerKeys)
    {
        var identity = new JournalIdentity(
            Site.Id, Site.Bar, 1, new KeyRing(folder.Signer.PublicKey), ledgerKeys);
        var terminal = new Terminal(Kiosks.Setup());
        return Journals.Open(
            folder.Journal, identity, folder.Signer, TerminalState.Initial, terminal.Evolve).Journal;
    }

    private static IEnumerable<Fact> Facts(int records, int cards)
    {
        const int guests = 500;
        for (var sequence = 1; sequence <= records; sequence += 2)
        {
            yield return Guests.Beer(sequence % guests * (cards / guests));
            yield return new Fact.SaleShown(new RecordPosition(1, sequence));
        }
    }
}

/// <summary>What a start took, in milliseconds.</summary>
internal sealed record StartTimes(double List, double Journal);
