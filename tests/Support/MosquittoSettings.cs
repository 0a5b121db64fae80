namespace Tests.Support;

/// <summary>How a <see cref="MosquittoBroker"/> is set up; the defaults are mosquitto's own.</summary>
public sealed record MosquittoSettings
{
    /// <summary>
    /// Messages kept for a client that is away or slow. Mosquitto keeps 1,000, acknowledges the rest and drops it.
    /// Zero: no limit.
    /// </summary>
    public int? MaximumQueuedMessages { get; init; }

    /// <summary>User names and passwords; null: everybody may connect.</summary>
    public IReadOnlyDictionary<string, string>? Passwords { get; init; }

    /// <summary>Lines of mosquitto's acl_file (mosquitto.conf(5)); null: everybody may do everything.</summary>
    public string? AccessRules { get; init; }

    /// <summary>More lines for mosquitto.conf(5), those of TLS for example.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>Sessions, queued and retained messages outlive a stop, and a kill as far as they were saved.</summary>
    public bool Persistence { get; init; }
}
