using System.Text;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>A terminal's line as it stands in the log: its signature was checked when it came.</summary>
internal sealed record StoredLine(SignedObject Signed, RecordHead Head)
{
    /// <summary>Reads one.</summary>
    public static Reading<StoredLine> Read(string line) =>
        Jws.OpenUnverified(JwsType.Record, Encoding.ASCII.GetBytes(line)).Succeeded(out var signed, out var error) &&
        RecordLine.ReadHead(signed, site: null).Succeeded(out var head, out error)
            ? new StoredLine(signed, head)
            : error;

    /// <summary>Reads one that was there before; null when it is none.</summary>
    public static StoredLine? Find(string line) => Read(line).Succeeded(out var stored, out _) ? stored : null;
}
