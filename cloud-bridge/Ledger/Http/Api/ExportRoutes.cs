using System.Globalization;
using System.Text;
using System.Text.Json;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// What others take over, in the API: read from the log while it is sent, so that it may be longer than the memory.
/// </summary>
internal sealed class ExportRoutes(ILedgerStore store)
{
    /// <summary>Each reads the whole log, and from a database holds one of few connections.</summary>
    private const int MostAtOnce = 2;

    private const int PieceBytes = 64 * 1024;

    /// <summary>Nobody knows how long the others take; to ask costs little.</summary>
    private static readonly TimeSpan ComeAgainAfter = TimeSpan.FromSeconds(10);

    private int underWay;

    /// <summary>What the API can do.</summary>
    public IEnumerable<ApiRoute> All() =>
    [
        new ApiRoute(
            "GET", "/v1/exports/sales.csv", "exportSales",
            "What was sold, refilled, refunded and returned: a row for each wallet and asset.")
        {
            Scope = Scope.ReadExports,
            Query =
            [
                ApiQuery.Time("from", "Made then or later, by the terminal's time."),
                ApiQuery.Time("through", "Made then or earlier."),
            ],
            MediaType = "text/csv",
            MayBeBusy = true,
            Handle = call => Stream(call, default, (lines, stream, cancellation) => WriteSalesAsync(
                lines, call.Number("from") ?? 0, call.Number("through") ?? long.MaxValue, stream, cancellation)),
        },
        new ApiRoute(
            "GET", "/v1/exports/records.jsonl", "exportRecords",
            "Records as terminals signed them, and payments and decisions as the ledger signed them, a JSON object a " +
            "line.")
        {
            Scope = Scope.ReadExports,
            Query =
            [
                ExportCursor.Query,
                ApiQuery.Number("limit", "So many lines; else all.", 1, Money.Limit),
            ],
            MediaType = "application/jsonl",
            MayBeBusy = true,
            HasCursor = true,
            Handle = call => Stream(call, CursorOf(call), (lines, stream, cancellation) => WriteRecordsAsync(
                lines, call.Number("limit") ?? long.MaxValue, stream, cancellation)),
        },
    ];

    private static ExportCursor CursorOf(ApiCall call) =>
        call.Text("after") is { } text && ExportCursor.TryParse(text, out var cursor) ? cursor : default;

    private ApiReply Stream(
        ApiCall call,
        ExportCursor after,
        Func<IEnumerator<(LogEnd Through, LedgerEntry Entry)>, Stream, CancellationToken, Task> writeAsync)
    {
        if (Interlocked.Increment(ref underWay) > MostAtOnce)
        {
            Interlocked.Decrement(ref underWay);
            return new ApiReply.Bad(
                ApiProblem.Busy,
                $"{MostAtOnce} exports are under way already. Come again when one of them is over.",
                ComeAgainAfter);
        }
        var lines = store.Durable().GetEnumerator();
        var isThere = false;
        try
        {
            isThere = GoBehind(after, lines, call.Context.RequestAborted);
        }
        finally
        {
            if (!isThere)
                End(lines);
        }
        if (!isThere)
            return new ApiReply.Bad(
                ApiProblem.NoSuchCursor,
                $"The log has not this line {after.Line}, or not any more: it was restored from a backup. Export all " +
                "again, after=0, and ask again for the payments that are no more there: docs/api.md, Exports.");
        return new ApiReply.Streamed(async (stream, cancellation) =>
        {
            try
            {
                await writeAsync(lines, stream, cancellation);
            }
            finally
            {
                End(lines);
            }
        });
    }

    private void End(IDisposable lines)
    {
        lines.Dispose();
        Interlocked.Decrement(ref underWay);
    }

    /// <returns>Is the line there?</returns>
    private static bool GoBehind(
        ExportCursor after, IEnumerator<(LogEnd Through, LedgerEntry Entry)> lines, CancellationToken cancellation)
    {
        for (var line = 1; line <= after.Line; line++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!lines.MoveNext())
                return false;
        }
        return after.Line == 0 || lines.Current.Through.Hash == after.Hash;
    }

    private static async Task WriteSalesAsync(
        IEnumerator<(LogEnd Through, LedgerEntry Entry)> lines,
        long from,
        long through,
        Stream stream,
        CancellationToken cancellation)
    {
        var piece = new StringBuilder("line,").Append(SaleRow.Columns).Append("\r\n");
        while (lines.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var sale in SaleRow.Of(lines.Current.Entry))
                if (sale.MadeMilliseconds >= from && sale.MadeMilliseconds <= through)
                    piece.Append(CultureInfo.InvariantCulture, $"{lines.Current.Through.Line},{sale}\r\n");
            if (piece.Length >= PieceBytes)
                await FlushAsync();
        }
        await FlushAsync();

        async Task FlushAsync()
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(piece.ToString()), cancellation);
            piece.Clear();
        }
    }

    private static async Task WriteRecordsAsync(
        IEnumerator<(LogEnd Through, LedgerEntry Entry)> lines,
        long limit,
        Stream stream,
        CancellationToken cancellation)
    {
        using var piece = new MemoryStream();
        while (limit > 0 && lines.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            var (through, entry) = lines.Current;
            if (SignedRow.Of(new ExportCursor(through.Line, through.Hash), entry) is not { } row)
                continue;
            JsonSerializer.Serialize(piece, row, ApiJson.Default.SignedRow);
            piece.WriteByte((byte)'\n');
            if (piece.Length >= PieceBytes)
                await FlushAsync();
            limit--;
        }
        await FlushAsync();

        async Task FlushAsync()
        {
            await stream.WriteAsync(piece.GetBuffer().AsMemory(0, (int)piece.Length), cancellation);
            piece.SetLength(0);
        }
    }
}
