using System.Globalization;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What somebody must look at, in the API.</summary>
internal sealed class ReconciliationRoutes(LedgerFolder folder)
{
    /// <summary>What the API can do with it.</summary>
    public IEnumerable<ApiRoute> All() =>
    [
        new ApiRoute(
            "GET", "/v1/reconciliation", "listRows",
            "Lists rows by their numbers; on the first page also what goes away by itself when it is over.")
        {
            Scope = Scope.ReadReconciliation,
            Query =
            [
                ApiQuery.Limit,
                ApiQuery.Number("after", "The last row of the page before.", 0, Money.Limit),
                ApiQuery.OneOf("state", "Only rows in this state.", "open", "closed"),
            ],
            Answer = ApiJson.Default.RowPage,
            Handle = List,
        },
        new ApiRoute("POST", "/v1/reconciliation/{row}/close", "closeRow", "Settles a row, with a note that is signed.")
        {
            Scope = Scope.WriteReconciliation,
            Body = ApiJson.Default.NoteBody,
            Answer = ApiJson.Default.ReportRow,
            Refusals = [RefusalKind.NoSuchRow, RefusalKind.RowClosed, RefusalKind.NotPossible],
            Handle = Close,
        },
    ];

    private List<ReportRow> Rows()
    {
        var (rejected, now) = (folder.Rejected().All(), TimeProvider.System.GetUtcNow());
        return [.. folder.Store.Read(books => ReconcileReport.Of(books, rejected, now))];
    }

    private ApiReply List(ApiCall call)
    {
        var (after, state) = (call.Number("after"), call.Text("state"));
        var all = Rows();
        var rows = all
            .Where(row => row.Row > (after ?? 0) && (state is null || state == (row.Note is null ? "open" : "closed")))
            .Take(call.Limit + 1)
            .ToList();
        var items = rows.Take(call.Limit).ToList();
        return ApiReply.Of(
            new RowPage(
                [.. items],
                rows.Count > items.Count ? items[^1].Row : null,
                after is null && state != "closed" ? [.. all.Where(row => row.Row is null)] : []),
            ApiJson.Default.RowPage);
    }

    private ApiReply Close(ApiCall call)
    {
        var note = call.Of<NoteBody>().Note;
        if (!long.TryParse(call.Path("row"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ||
            Rows().Find(row => row.Row == number) is not { } row)
            return ApiReply.Of(new Refusal(RefusalKind.NoSuchRow, $"there is no row {call.Path("row")}"));
        if (row.Note is not null)
            return ApiReply.Of(new Refusal(RefusalKind.RowClosed, $"row {number} is closed already: {row.Note}"));
        // The reason itself, before anything is added to it: who decides gives one.
        var by = $" (by {call.By})";
        var most = TreasurerAct.LongestNote - by.Length;
        if (string.IsNullOrWhiteSpace(note) || note.Length > most)
            return ApiReply.Of(new Refusal(
                RefusalKind.NotPossible, $"note: expected 1 to {most} characters, to which{by} is added"));
        return folder.Treasury.CloseRow(number, note + by) is { } why
            ? ApiReply.Of(new Refusal(RefusalKind.NotPossible, why))
            : ApiReply.Of(Rows().Find(closed => closed.Row == number)!, ApiJson.Default.ReportRow);
    }
}

/// <summary>Rows of the reconciliation, by their numbers.</summary>
/// <param name="Items">They.</param>
/// <param name="Next">To be asked for as <c>after</c>; null: there are no more.</param>
/// <param name="Passing">What has no number: it goes away by itself when it is over.</param>
internal sealed record RowPage(ValueList<ReportRow> Items, long? Next, ValueList<ReportRow> Passing);

/// <summary>Why: it is signed and stays in the books.</summary>
internal sealed record NoteBody(string Note);
