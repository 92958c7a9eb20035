//! Operators of the DICTs of a CFF font.
//!
//! Comes in: nothing. Goes out: their numbers (5176, tables 9, 10 and 23); those of two bytes have
//! 12 in the upper one. Never done here: reading or writing.

pub(super) const FONT_BBOX: u16 = 5;
pub(super) const CHARSET: u16 = 15;
pub(super) const CHAR_STRINGS: u16 = 17;
pub(super) const PRIVATE: u16 = 18;
pub(super) const SUBRS: u16 = 19;
pub(super) const CHARSTRING_TYPE: u16 = 0x0C06;
pub(super) const ROS: u16 = 0x0C1E;
pub(super) const CID_COUNT: u16 = 0x0C22;
pub(super) const FD_ARRAY: u16 = 0x0C24;
pub(super) const FD_SELECT: u16 = 0x0C25;
