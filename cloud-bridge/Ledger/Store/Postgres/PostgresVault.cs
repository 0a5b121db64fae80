using CloudBridge.Contract;
using Npgsql;

namespace CloudBridge.Ledger;

/// <summary>The vault as a table.</summary>
internal sealed class PostgresVault(PostgresDatabase database) : IVault
{
    private const string Columns = "select card, uid, number, qr from vault";

    /// <inheritdoc/>
    public IReadOnlyDictionary<CardToken, VaultRow> Rows() => database.Use(() =>
    {
        using var session = database.Source.OpenConnection();
        using var select = new NpgsqlCommand(Columns, session);
        return Read(select).ToDictionary(row => row.Card);
    });

    /// <inheritdoc/>
    public IReadOnlyList<VaultRow> Find(IReadOnlyCollection<string> numbers, IReadOnlyCollection<Guid> codes) =>
        database.Use(() =>
        {
            using var session = database.Source.OpenConnection();
            using var select = new NpgsqlCommand($"{Columns} where number = any ($1) or qr = any ($2)", session)
            {
                Parameters = { new() { Value = numbers.ToArray() }, new() { Value = codes.ToArray() } },
            };
            return Read(select);
        });

    /// <inheritdoc/>
    public void Add(IEnumerable<VaultRow> rows) => database.Use(() =>
    {
        // One statement cannot say two things of one row.
        var all = rows.Reverse().DistinctBy(row => row.Card).ToList();
        using var session = database.Source.OpenConnection();
        using var insert = new NpgsqlCommand(
            """
            insert into vault (card, uid, number, qr) select * from unnest($1, $2, $3, $4)
            on conflict (card) do update
            set (uid, number, qr) =
                row (excluded.uid, coalesce(excluded.number, vault.number), coalesce(excluded.qr, vault.qr))
            """,
            session)
        {
            Parameters =
            {
                new() { Value = all.Select(row => row.Card.ToString()).ToList() },
                new() { Value = all.Select(row => row.Uid).ToList() },
                new() { Value = all.Select(row => row.Number).ToArray() },
                new() { Value = all.Select(row => row.Qr).ToArray() },
            },
        };
        return insert.ExecuteNonQuery();
    });

    private List<VaultRow> Read(NpgsqlCommand select)
    {
        var found = new List<VaultRow>();
        using var rows = select.ExecuteReader();
        while (rows.Read())
        {
            if (!CardToken.TryParse(rows.GetString(0), out var card))
                throw new LedgerStoreException(
                    $"The vault in {database.Name} has a row '{rows.GetString(0)}': expected a card's token.");
            found.Add(new VaultRow(
                rows.GetString(1),
                card,
                rows.IsDBNull(2) ? null : rows.GetString(2),
                rows.IsDBNull(3) ? null : rows.GetGuid(3)));
        }
        return found;
    }
}
