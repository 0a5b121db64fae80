using System.CommandLine;
using System.Net;

namespace CloudBridge.Ledger;

/// <summary>How `ledger run` is told of its HTTP server.</summary>
internal sealed class HttpOptions
{
    private readonly Option<string?> listen = new("--http")
    {
        Description = "Also serves HTTPS there: enrolment of terminals. 0.0.0.0 or [::]: at all addresses.",
        HelpName = ListenOption.Form,
    };

    private readonly Option<string[]> names = new("--http-name")
    {
        Description = "A name or address under which it is dialled; the first is told to terminals. May be given " +
            "several times.",
        HelpName = "HOST",
    };

    private readonly Option<bool> plain = new("--http-plain")
    {
        Description = "Without TLS: for a proxy on this machine that speaks it. At a loopback address only.",
    };

    private readonly Option<FileInfo?> certificate = new("--http-certificate")
    {
        Description = "Its certificate (PEM), in place of one of the site's own authority.", HelpName = "FILE",
    };

    private readonly Option<FileInfo?> key = new("--http-key")
    {
        Description = "The private key of that one.", HelpName = "FILE",
    };

    private readonly Option<bool> console = new("--console")
    {
        Description = "Serves the console there as well, to who has an account: `ledger account create`.",
    };

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { listen, names, plain, certificate, key, console })
            command.Options.Add(option);
    }

    /// <summary>Reads them.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="plan">Null: no server.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    public string? Read(ParseResult parsed, out HttpPlan? plan)
    {
        plan = null;
        var dialled = parsed.GetValue(names) ?? [];
        var (own, its) = (parsed.GetValue(certificate), parsed.GetValue(key));
        if (parsed.GetValue(listen) is not { } text)
            return dialled.Length > 0 || own is not null || its is not null || parsed.GetValue(plain) ||
                parsed.GetValue(console)
                ? "--http-name, --http-plain, --http-certificate, --http-key, --console: expected --http with them."
                : null;
        if (!ListenOption.TryRead(text, out var endPoint))
            return $"--http '{text}': expected {ListenOption.Form}, as in 0.0.0.0:8443. Names go into --http-name.";
        if (Array.Find(dialled, host => Uri.CheckHostName(host) == UriHostNameType.Unknown) is { } wrong)
            return $"--http-name '{wrong}': expected a host name or an address.";
        var isEverywhere = endPoint.Address.Equals(IPAddress.Any) || endPoint.Address.Equals(IPAddress.IPv6Any);
        if (isEverywhere && dialled.Length == 0)
            return $"--http '{text}': expected --http-name too: under which name do terminals dial it?";
        if (parsed.GetValue(plain) && !IPAddress.IsLoopback(endPoint.Address))
            return $"--http-plain: expected a loopback address in --http, as in 127.0.0.1:8080, not '{text}'.";
        if (own is null != its is null)
            return "--http-certificate and --http-key: expected both, or none.";
        if (own is not null && parsed.GetValue(plain))
            return "--http-plain: expected no certificate with it.";
        IReadOnlyList<string> told = dialled.Length > 0 ? dialled : [endPoint.Address.ToString()];
        plan = new HttpPlan(endPoint, told, parsed.GetValue(plain))
        {
            HasConsole = parsed.GetValue(console),
            Foreign = own is null ? null : (own.FullName, its!.FullName),
        };
        return null;
    }
}
