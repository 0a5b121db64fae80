using System.Net;

namespace EdgeTerminal.Host;

/// <summary>Where the daemon answers who asks how it is.</summary>
/// <param name="Address">This machine's own; loopback unless it is said otherwise.</param>
/// <param name="Port">TCP.</param>
internal sealed record WatchSettings(IPAddress Address, int Port);
