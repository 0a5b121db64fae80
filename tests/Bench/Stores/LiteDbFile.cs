using LiteDB;

namespace Tests.Bench;

/// <summary>LiteDB alone: one insert a line, and the checkpoint that writes it to the data file.</summary>
internal sealed class LiteDbFile : IDurableStore
{
    private readonly LiteDatabase database;
    private readonly ILiteCollection<BsonDocument> lines;

    /// <param name="path">Of a new file.</param>
    public LiteDbFile(string path)
    {
        database = new LiteDatabase(path);
        lines = database.GetCollection("lines");
    }

    public string Name => $"LiteDB {typeof(LiteDatabase).Assembly.GetName().Version?.ToString(3)}, checkpoint";

    public void Append(ReadOnlySpan<byte> line)
    {
        lines.Insert(new BsonDocument { ["line"] = line.ToArray() });
        database.Checkpoint();
    }

    public void Dispose() => database.Dispose();
}
