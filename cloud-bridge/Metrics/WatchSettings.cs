using System.Net;

namespace CloudBridge.Metrics;

/// <summary>Where a program answers who asks how it is.</summary>
/// <param name="Address">This machine's own; loopback unless it is said otherwise.</param>
/// <param name="Port">TCP.</param>
public sealed record WatchSettings(IPAddress Address, int Port);
