using static EdgeTerminal.Host.ConfigurationKey;

namespace EdgeTerminal.Host;

/// <content>Keys that are pressed, at any station.</content>
internal static partial class ConfigurationKeys
{
    public static class Keys
    {
        public static readonly Group All = new(
            "keys", "Keys at lines of hardware.lineChip.", Keypad.All, Knob.All, new List(Button.All));
    }

    public static class Keypad
    {
        private const string LinesPattern = "^[0-9]+(,[0-9]+)*$";

        public static readonly Text Rows = new("rows", "Lines that are driven, such as 5,6,13,19.")
        {
            Pattern = LinesPattern, Expected = "different lines from 0 to 511: 5,6,13,19",
        };

        public static readonly Text Columns = new("columns", "Lines that are read, such as 12,16,20.")
        {
            Pattern = LinesPattern, Expected = "different lines from 0 to 511: 12,16,20",
        };

        public static readonly Text Names = new("names", "What its keys are called, row by row.")
        {
            Expected = "a name for each key, row by row: 1,2,3,4,5,6,7,8,9,clear,0,ok",
        };

        public static readonly Group All = new("keypad", "Keys in rows and columns.", Rows, Columns, Names);
    }

    public static class Knob
    {
        public static readonly Number LineA = Line("lineA", "Contact A of a rotary encoder.");
        public static readonly Number LineB = Line("lineB", "Contact B of it.");
        public static readonly Number LinePress = Line("linePress", "Its switch: the key ok.");
        public static readonly Group All = new(
            "knob", "A rotary encoder: the keys next and previous.", LineA, LineB, LinePress);
    }

    public static class Button
    {
        public static readonly Text Id = new("name", "The key that it is: stop.")
        {
            IsRequired = true, Expected = "the name of a key: stop",
        };

        public static readonly Number Line = new("line", "To ground while it is held.", 0, 511) { IsRequired = true };
        public static readonly Group All = new("buttons", "Keys at lines of their own.", Id, Line);
    }
}
