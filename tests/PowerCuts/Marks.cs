using System.Globalization;
using CloudBridge.Contract;

namespace Tests.PowerCuts;

/// <summary>
/// What the script was told is durable, written down beside what it did: a file that nothing is promised of.
/// </summary>
internal sealed class Marks(string folder)
{
    public const string FileName = "marks";

    private readonly string path = Path.Combine(folder, FileName);
    private long approvals;

    /// <summary>The journal has answered for all records up to this one.</summary>
    public void Journal(RecordPosition tail) => Add("journal", tail.Sequence);

    /// <summary>One more guest was told yes.</summary>
    public void Approved() => Add("approved", ++approvals);

    /// <summary>The ledger has signed that it has all records up to this one, and the terminal was told.</summary>
    public void Acknowledged(RecordPosition position) => Add("acknowledged", position.Sequence);

    /// <summary>The list store has said that it has this list.</summary>
    public void List(ListVersion version) => Add("list", version.Version);

    /// <summary>The ledger's store has answered for so many entries.</summary>
    public void Ledger(long entries) => Add("ledger", entries);

    private void Add(string what, long number) =>
        File.AppendAllText(path, string.Create(CultureInfo.InvariantCulture, $"{what} {number}\n"));
}
