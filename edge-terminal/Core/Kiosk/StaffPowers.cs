namespace EdgeTerminal.Core;

/// <summary>What a staff card may do at a kiosk. The place of a bit is the digit that chooses it, less one.</summary>
[Flags]
public enum StaffPowers
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>1: refill a card for cash.</summary>
    Refill = 1,

    /// <summary>2: take the last sale back.</summary>
    Void = 2,

    /// <summary>3: take deposits back.</summary>
    Deposit = 4,

    /// <summary>4: make a closing.</summary>
    Close = 8,
}
