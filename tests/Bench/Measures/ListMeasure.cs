using Tests.Support;

namespace Tests.Bench;

/// <summary>
/// The ledger's side of lists of a million cards: what they take, and how long whoever books waits for them meanwhile.
/// </summary>
internal sealed class ListMeasure : IMeasure
{
    public string Name => "lists";

    public string Description =>
        $"a ledger of {Words.Count(ListMaking.Cards)} cards makes lists while somebody books (1 MB = 1,000,000 bytes)";

    public async Task RunAsync(Table table, CancellationToken cancellation)
    {
        using var folder = new TemporaryFolder();
        var seen = await Role.RunAsync(Role.Lists, folder.In("ledger"), cancellation);
        table.Head(this, "", "peak", "after");
        table.Write("RssAnon of the books", "", Words.Megabytes(seen["books, RssAnon"]), "", "", null,
            seen["books, RssAnon"]);
        Write("the first list, from nothing", "first");
        Write("20 changes of one card each", "changes");
        Write("the whole list anew, 7,000 cards changed", "anew");

        void Write(string what, string name)
        {
            table.Write(what, Words.Count((long)seen[name + ", turns"]), Words.Time(seen[name + ", took"]), "", "",
                null, seen[name + ", took"]);
            WaitOf("  a message waits at most", seen[name + ", longest turn"]);
            WaitOf("  a booking beside it waits at most", seen[name + ", longest booking"]);
            table.Write("  RssAnon", "", "", Words.Megabytes(seen[name + ", RssAnon"]),
                Words.Megabytes(seen[name + ", RssAnon after"]), null, seen[name + ", RssAnon"]);
        }

        void WaitOf(string what, double milliseconds) => table.Write(what, "", Words.Time(milliseconds), "", "",
            Budget.AtMost("<= 1 s", 1_000, milliseconds), milliseconds);
    }
}
