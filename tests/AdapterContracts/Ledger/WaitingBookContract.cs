using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.AdapterContracts.Ledger;

/// <summary>What holds for a book of those who wait to be enrolled, wherever it is kept.</summary>
public abstract class WaitingBookContract : IDisposable
{
    private static readonly TerminalId Bar = TerminalId.Parse("bar-1");

    [Fact]
    public void Nobody_waits_at_first() => Assert.Equal("waiting: , tries: , requests: 0", Seen(Open()));

    [Fact]
    public void What_a_step_gives_is_there_for_the_next_and_for_another_process()
    {
        var book = Open();
        var request = new CreatingRequest(Digest.Of("key"u8), Digest.Of("print"u8), 7, Nonce.Create());

        Assert.Equal("answer", book.Change(file => (
            file with { Terminals = [Waits(Bar)], WrongTries = [3, 5], Requests = [request] }, "answer")));

        Assert.Equal("waiting: bar-1, tries: 3 5, requests: 1", Seen(book));
        Assert.Equal("waiting: bar-1, tries: 3 5, requests: 1", Seen(Open()));
        Assert.Equal(request, Assert.Single(Open().Change(file => (file, file.Requests!))));
        var (limits, pin) = Open().Change(file => (file, (file.Terminals[0].Limits, file.Terminals[0].Pin)));
        Assert.Equal((TerminalLimits.Default, Digest.Of("pin"u8)), (limits, pin));
    }

    [Fact]
    public void A_step_that_fails_changes_nothing_and_the_next_is_made()
    {
        var book = Open();
        Try(book, 1);

        Assert.Throws<InvalidOperationException>(() => book.Change<bool>(
            _ => throw new InvalidOperationException("The ledger does not book it.")));

        Assert.Equal([1], Tries(book));
        Try(book, 2);
        Assert.Equal([1, 2], Tries(Open()));
    }

    /// <summary>A step books what it decides: the store is changed while the book is held.</summary>
    [Fact]
    public void A_step_may_ask_what_is_not_the_books()
    {
        var book = Open();

        var entries = book.Change(file => (file with { WrongTries = [1] }, CountEntries()));

        Assert.Equal(0, entries);
        Assert.Equal([1], Tries(book));
    }

    [Fact]
    public void Of_those_who_come_together_none_sees_a_step_that_is_not_done()
    {
        const int each = 50;
        var books = new[] { Open(), Open(), Open() };
        Exception? failure = null;
        var threads = books.SelectMany(book => new[] { book, book }).Select((book, index) => new Thread(() =>
            failure ??= Record.Exception(() =>
            {
                for (var step = 0; step < each; step++)
                    Try(book, index * each + step);
            }))).ToList();

        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        Assert.Null(failure);
        Assert.Equal(Enumerable.Range(0, threads.Count * each).Select(step => (long)step), Tries(Open()).Order());
    }

    [Fact]
    public void What_cannot_be_read_is_said_with_what_to_do()
    {
        Damage();

        var error = Assert.Throws<LedgerStoreException>(() => Seen(Open()));

        Assert.Contains("must then be created again", error.Message, StringComparison.Ordinal);
        Assert.Throws<LedgerStoreException>(() => Try(Open(), 1));
    }

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>As another process does.</summary>
    private protected abstract IWaitingBook Open();

    /// <summary>Somebody writes into it what is none.</summary>
    protected abstract void Damage();

    /// <summary>How many entries the ledger beside it has.</summary>
    protected abstract int CountEntries();

    private protected static WaitingTerminal Waits(TerminalId terminal) =>
        new(terminal, "kiosk", TerminalLimits.Default, 1, Digest.Of("pin"u8), 0, null, 0, null, 0, null);

    private protected static void Try(IWaitingBook book, long at) => book.Change(
        file => (file with { WrongTries = [.. file.WrongTries, at] }, true));

    private protected static long[] Tries(IWaitingBook book) => book.Change(file => (file, file.WrongTries));

    private protected static string Seen(IWaitingBook book) => book.Change(file => (
        file,
        $"waiting: {string.Join(' ', file.Terminals.Select(one => one.Terminal))}, " +
        $"tries: {string.Join(' ', file.WrongTries)}, requests: {file.Requests?.Length ?? 0}"));
}
