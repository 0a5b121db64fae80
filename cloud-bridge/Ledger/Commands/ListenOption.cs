using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace CloudBridge.Ledger;

/// <summary>An address of this machine with a port, as options name it.</summary>
internal static class ListenOption
{
    /// <summary>How it is written.</summary>
    public const string Form = "ADDRESS:PORT";

    /// <summary>Reads one. An IPEndPoint without a port is not one.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out IPEndPoint? endPoint) =>
        IPEndPoint.TryParse(text, out endPoint) && text.EndsWith($":{endPoint.Port}", StringComparison.Ordinal);
}
