using CloudBridge.Contract;
using CloudBridge.Storage;
using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.Bench;

/// <summary>Journals of the test terminal.</summary>
internal static class Journals
{
    private const int Together = 100;

    /// <summary>Opens one, and folds what is in it.</summary>
    public static (Journal Journal, T Folded) Open<T>(
        IStorage storage, JournalIdentity identity, ISigner signer, T seed, Func<T, JournalRecord, T> fold) =>
        JournalOpener.Open(storage, identity, signer, new JournalOptions(), seed, fold) switch
        {
            JournalOpening<T>.Opened opened => (opened.Journal, opened.Folded),
            JournalOpening<T>.Broken broken => throw new InvalidDataException(broken.Problem.ToString()),
            _ => throw new InvalidOperationException(),
        };

    /// <summary>Opens one, for what is in it.</summary>
    public static Journal Open(IStorage storage, Site site) =>
        Open(storage, new JournalBench(site).Identity, site.Terminal, 0, (count, _) => count + 1).Journal;

    /// <summary>Fills one, many facts to a sync.</summary>
    public static void Fill(Journal journal, IEnumerable<Fact> facts)
    {
        foreach (var some in facts.Chunk(Together))
            JournalBench.Append(journal, some);
    }
}
