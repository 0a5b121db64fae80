using System.Net;

namespace CloudBridge.Ledger;

/// <summary>Where and how the ledger's HTTP server listens.</summary>
/// <param name="EndPoint">Where; port 0: any that is free.</param>
/// <param name="Names">Names and addresses under which it is dialled; the first is the one that is told.</param>
/// <param name="IsPlain">Without TLS, for something on this machine that speaks it.</param>
internal sealed record HttpPlan(IPEndPoint EndPoint, IReadOnlyList<string> Names, bool IsPlain)
{
    /// <summary>A certificate of another authority; null: of the site's own.</summary>
    public (string Certificate, string Key)? Foreign { get; init; }

    /// <summary>It serves the console as well.</summary>
    public bool HasConsole { get; init; }

    /// <summary>What terminals say of themselves, for the console; null: nobody listens to them here.</summary>
    public Fleet? Fleet { get; init; }

    /// <summary>Is told what was wrong with lines that are handed in here; null: nobody is.</summary>
    public HandedIn? HandedIn { get; init; }

    /// <summary>Terminals are heard now; null: nobody knows.</summary>
    public Func<bool>? IsConnected { get; init; }

    /// <summary>How it is dialled.</summary>
    public Uri Address => new UriBuilder(IsPlain ? "http" : "https", Names[0], EndPoint.Port).Uri;
}
