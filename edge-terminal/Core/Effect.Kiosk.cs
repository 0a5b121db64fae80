using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <content>A kiosk's.</content>
public abstract partial record Effect
{
    /// <summary>Compare what was typed, beside the loop: it takes long on purpose.</summary>
    /// <param name="Attempt">What its answer is called by.</param>
    /// <param name="Pin">What it is compared with.</param>
    /// <param name="Typed">The digits; nothing else has them from here on.</param>
    public sealed record TryPin(long Attempt, StaffPin Pin, TypedPin Typed) : ToDevice
    {
        /// <summary>Is it the PIN? Some tenths of a second of work.</summary>
        public Input.PinTried Answer() => new(Attempt, Pin.Matches(Typed.Digits));
    }
}
