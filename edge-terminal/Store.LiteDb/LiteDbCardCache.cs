using CloudBridge.Contract;
using LiteDB;

namespace EdgeTerminal.Store.LiteDb;

/// <summary>
/// A document for each chunk, in one file. LiteDB neither syncs what it commits nor checks what it reads, so nothing in
/// the file is believed: each document proves that it is what was put in under its name. The first that does not, or
/// any other failure, moves the file aside and begins a new one.
/// </summary>
internal sealed class LiteDbCardCache : ICardCache
{
    private const string Identities = "identities";
    private const string Rows = "rows";
    private const string Check = "check";

    // Of another layout than this build's, a file is empty to it.
    private static readonly string Collection = $"blocks{CardBlock.Layout}";

    private readonly Lock gate = new();
    private readonly string path;
    private readonly HashSet<Digest> known = [];
    private LiteDatabase? database;
    private bool isNew;
    private string? damage;

    public LiteDbCardCache(string path)
    {
        this.path = path;
        Guard(Open);
    }

    public string? Damage
    {
        get
        {
            lock (gate)
                return damage;
        }
    }

    public CardBlock? Find(Digest chunk) => Guard(() =>
    {
        if (!File.Exists(path))
            throw new InvalidDataException("it was deleted");
        if (Blocks.FindById(chunk.ToString()) is not { } document)
            return isNew && !known.Contains(chunk) ? null : throw new InvalidDataException("a chunk is not there");
        var (identities, rows) = (document[Identities].AsBinary, document[Rows].AsBinary);
        if (document[Check].AsString != CheckOf(chunk, identities, rows))
            throw new InvalidDataException("a chunk is not what was put in");
        known.Add(chunk);
        return CardBlock.From(identities, rows);
    });

    public void Put(Digest chunk, CardBlock block) => Guard<object>(() =>
    {
        var (identities, rows) = (block.Identities.ToArray(), block.Rows.ToArray());
        Blocks.Upsert(new BsonDocument
        {
            ["_id"] = chunk.ToString(),
            [Identities] = identities,
            [Rows] = rows,
            [Check] = CheckOf(chunk, identities, rows),
        });
        known.Add(chunk);
        return null;
    });

    public void Retain(IReadOnlySet<Digest> chunks) => Guard<object>(() =>
    {
        foreach (var chunk in known.Where(chunk => !chunks.Contains(chunk)).ToList())
        {
            Blocks.Delete(chunk.ToString());
            known.Remove(chunk);
        }
        return null;
    });

    public void Mended()
    {
        lock (gate)
            damage = database is null ? damage : null;
    }

    public void Dispose()
    {
        lock (gate)
            Close();
    }

    private ILiteCollection<BsonDocument> Blocks => database!.GetCollection(Collection, BsonAutoId.Guid);

    /// <summary>A damaged file shows as any exception there is.</summary>
    private T? Guard<T>(Func<T?> use) where T : class
    {
        lock (gate)
        {
            try
            {
                Open();
                return use();
            }
            catch (Exception error)
            {
                BeginAnew(error.Message);
                return null;
            }
        }
    }

    /// <summary>A file that was there has the chunks of the stored list: one that is missing was lost.</summary>
    private object? Open()
    {
        if (database is not null)
            return null;
        isNew = new FileInfo(path) is not { Exists: true, Length: > 0 };
        database = new LiteDatabase(new ConnectionString { Filename = path });
        foreach (var row in Blocks.Query().Select("$._id").ToEnumerable())
            if (Digest.TryParse(row["_id"].AsString, out var chunk))
                known.Add(chunk);
        return null;
    }

    private void BeginAnew(string why)
    {
        damage = $"{path}: {why}";
        known.Clear();
        try
        {
            Close();
            if (File.Exists(path))
                File.Move(path, path + ".damaged", overwrite: true);
            File.Delete(LogOf(path));
            Open();
        }
        catch (Exception error)
        {
            // No cache is possible now; cards are read from the list's own files.
            damage = $"{path}: {error.Message}";
        }
    }

    private void Close()
    {
        var closing = database;
        database = null;
        try
        {
            closing?.Dispose();
        }
        catch (Exception)
        {
            // It writes what it still has into the file; that is damaged, or is found to be at the next start.
        }
    }

    /// <summary>LiteDB's write-ahead log.</summary>
    private static string LogOf(string path) => Path.Combine(
        Path.GetDirectoryName(path)!, Path.GetFileNameWithoutExtension(path) + "-log" + Path.GetExtension(path));

    private static string CheckOf(Digest chunk, byte[] identities, byte[] rows) =>
        Digest.Of([.. System.Text.Encoding.ASCII.GetBytes($"{chunk} {identities.Length} "), .. identities, .. rows])
            .ToString();
}
