namespace HardwareDrivers.Pn532;

/// <summary>Waiting on a link, so that an unplugged reader is noticed meanwhile.</summary>
internal static class Listening
{
    /// <summary>Lets time pass. What the chip says now is stale, and dropped.</summary>
    /// <exception cref="Abstractions.LinkLostException">The link is gone.</exception>
    public static void ListenUntil(this IFrameLink link, Deadline end, CancellationToken cancellation)
    {
        while (!end.Passed)
            link.Receive(end.Left, cancellation);
    }
}
