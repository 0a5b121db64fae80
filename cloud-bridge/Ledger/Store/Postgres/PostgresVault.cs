using CloudBridge.Contract;
using Npgsql;

namespace CloudBridge.Ledger;

/// <summary>The vault as a table.</summary>
internal sealed class PostgresVault(PostgresDatabase database) : IVault
{
    /// <inheritdoc/>
    public IReadOnlyDictionary<CardToken, string> Uids() => database.Use(() =>
    {
        var uids = new Dictionary<CardToken, string>();
        using var session = database.Source.OpenConnection();
        using var select = new NpgsqlCommand("select card, uid from vault", session);
        using var rows = select.ExecuteReader();
        while (rows.Read())
        {
            if (!CardToken.TryParse(rows.GetString(0), out var card))
                throw new LedgerStoreException(
                    $"The vault in {database.Name} has a row '{rows.GetString(0)}': expected a card's token.");
            uids[card] = rows.GetString(1);
        }
        return uids;
    });

    /// <inheritdoc/>
    public void Add(IEnumerable<VaultRow> rows) => database.Use(() =>
    {
        var all = rows.ToList();
        using var session = database.Source.OpenConnection();
        using var insert = new NpgsqlCommand(
            "insert into vault (card, uid) select * from unnest($1, $2) on conflict (card) do nothing", session)
        {
            Parameters =
            {
                new() { Value = all.Select(row => row.Card.ToString()).ToList() },
                new() { Value = all.Select(row => row.Uid).ToList() },
            },
        };
        return insert.ExecuteNonQuery();
    });
}
