namespace HardwareDrivers.Lines;

/// <summary>
/// Tells turns of a rotary encoder that clicks once a cycle. Contact A closes and opens again once a click; contact B
/// changes in between, the other way round when it is turned back. A contact that bounces, or a knob that is turned
/// half a click and back, changes nothing.
/// </summary>
public sealed class KnobDecoder
{
    private bool? whenClosed;

    /// <summary>Contact A has changed.</summary>
    /// <param name="isClosed">To closed.</param>
    /// <param name="isOtherClosed">Contact B at that moment.</param>
    /// <returns>1: a click forwards, −1: one backwards, 0: none.</returns>
    public int Take(bool isClosed, bool isOtherClosed)
    {
        if (isClosed)
        {
            whenClosed = isOtherClosed;
            return 0;
        }
        var before = whenClosed;
        whenClosed = null;
        return before is null || before == isOtherClosed ? 0 : isOtherClosed ? 1 : -1;
    }
}
