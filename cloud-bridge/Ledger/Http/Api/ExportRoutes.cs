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

    private static readonly string[] Columns =
    [
        "cursor", "kind", "made", "received", "terminal", "record", "card", "wallet", "asset", "amount", "articles",
    ];

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
            Handle = call => Stream((stream, cancellation) => WriteSalesAsync(
                call.Number("from") ?? 0, call.Number("through") ?? long.MaxValue, stream, cancellation)),
        },
        new ApiRoute(
            "GET", "/v1/exports/records.jsonl", "exportRecords",
            "Records as terminals signed them, and payments and decisions as the ledger signed them, a JSON object a " +
            "line.")
        {
            Scope = Scope.ReadExports,
            Query =
            [
                ApiQuery.Number("after", "The cursor of the last line that is here already.", 0, Money.Limit),
                ApiQuery.Number("limit", "So many lines; else all.", 1, Money.Limit),
            ],
            MediaType = "application/jsonl",
            MayBeBusy = true,
            Handle = call => Stream((stream, cancellation) => WriteRecordsAsync(
                call.Number("after") ?? 0, call.Number("limit") ?? long.MaxValue, stream, cancellation)),
        },
    ];

    private ApiReply Stream(Func<Stream, CancellationToken, Task> writeAsync)
    {
        if (Interlocked.Increment(ref underWay) > MostAtOnce)
        {
            Interlocked.Decrement(ref underWay);
            return new ApiReply.Bad(
                ApiProblem.Busy, $"{MostAtOnce} exports are under way already. Come again when one of them is over.");
        }
        return new ApiReply.Streamed(async (stream, cancellation) =>
        {
            try
            {
                await writeAsync(stream, cancellation);
            }
            finally
            {
                Interlocked.Decrement(ref underWay);
            }
        });
    }

    private async Task WriteSalesAsync(long from, long through, Stream stream, CancellationToken cancellation)
    {
        var piece = new StringBuilder(string.Join(',', Columns)).Append("\r\n");
        foreach (var (cursor, entry) in Numbered())
        {
            foreach (var sale in SaleRow.Of(entry))
                if (sale.MadeMilliseconds >= from && sale.MadeMilliseconds <= through)
                    piece.Append(CultureInfo.InvariantCulture, $"{cursor},{sale}\r\n");
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

    private async Task WriteRecordsAsync(long after, long limit, Stream stream, CancellationToken cancellation)
    {
        using var piece = new MemoryStream();
        foreach (var (cursor, entry) in Numbered())
        {
            if (cursor <= after || SignedRow.Of(cursor, entry) is not { } row)
                continue;
            JsonSerializer.Serialize(piece, row, ApiJson.Default.SignedRow);
            piece.WriteByte((byte)'\n');
            if (piece.Length >= PieceBytes)
                await FlushAsync();
            if (--limit == 0)
                break;
        }
        await FlushAsync();

        async Task FlushAsync()
        {
            await stream.WriteAsync(piece.GetBuffer().AsMemory(0, (int)piece.Length), cancellation);
            piece.SetLength(0);
        }
    }

    private IEnumerable<(long Cursor, LedgerEntry Entry)> Numbered() =>
        store.Entries().Select((entry, index) => (index + 1L, entry));
}
