using System.Text;
using System.Text.Json;
using CloudBridge.Contract;
using CloudBridge.Storage;
using EdgeTerminal.Store;
using HardwareDrivers.Cards;

namespace EdgeTerminal.Host;

/// <summary>
/// The operator's record of provisioned cards: JSON lines
/// <c>{"at":"2026-01-31T12:00:00Z","uid":"04…","population":"…","version":1,"step":"begun"}</c>, each synced before
/// the card is changed. It names keys and holds none. It holds UIDs: for the operator only.
/// </summary>
internal sealed class ProvisioningRecordFile : IProvisioningRecord, IDisposable
{
    private readonly IAppendFile file;
    private readonly TimeProvider time;
    private readonly HashSet<(string Uid, string Population)> begun = [];
    private IDisposable? held;

    /// <summary>Opens or makes one on disk, for this process alone: two would write over each other.</summary>
    /// <inheritdoc cref="ProvisioningRecordFile(IStorage, string, TimeProvider)"/>
    public static ProvisioningRecordFile Open(string path, TimeProvider time)
    {
        var held = HeldFile.Hold(
            $"{path}.lock", $"Another edge-terminal writes '{path}'. Wait until it is done, or give another --record.");
        try
        {
            var folder = new FolderStorage(Path.GetDirectoryName(path)!);
            return new ProvisioningRecordFile(folder, Path.GetFileName(path), time) { held = held };
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Opens or makes it. Half a line at its end, left by a power cut, is cut off.</summary>
    /// <exception cref="StateException">A whole line is none of ours.</exception>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public ProvisioningRecordFile(IStorage folder, string name, TimeProvider time)
    {
        this.time = time;
        var content = folder.Exists(name) ? folder.Read(name) : [];
        var whole = content.AsSpan().LastIndexOf((byte)'\n') + 1;
        foreach (var (index, line) in Encoding.UTF8.GetString(content, 0, whole).Split('\n')[..^1].Index())
            begun.Add(Read(line, $"{Path.Combine(folder.Name, name)}, line {index + 1}"));
        file = folder.Append(name);
        if (whole == content.Length)
            return;
        file.Truncate(whole);
        file.Sync();
    }

    /// <inheritdoc/>
    public void Write(ProvisioningEntry entry)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("at", $"{time.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss'Z'}");
            json.WriteString("uid", entry.UidHex);
            json.WriteString("population", entry.Population);
            json.WriteNumber("version", entry.Version);
            json.WriteString("step", EnumName.Of(entry.Step));
            json.WriteEndObject();
        }
        line.WriteByte((byte)'\n');
        file.Write(line.ToArray());
        file.Sync();
        begun.Add((entry.UidHex, entry.Population));
    }

    /// <inheritdoc/>
    public bool HasBegun(string uidHex, string population) => begun.Contains((uidHex, population));

    /// <inheritdoc/>
    public void Dispose()
    {
        file.Dispose();
        held?.Dispose();
    }

    private static (string Uid, string Population) Read(string line, string place)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return (
                json.RootElement.GetProperty("uid").GetString()!,
                json.RootElement.GetProperty("population").GetString()!);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new StateException($"{place}: not a line of provisioned cards; give another --record", error);
        }
    }
}
