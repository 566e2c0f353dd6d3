#pragma once

#include <QString>

namespace parley::app {

//! Text from outside, for a terminal: what could move the cursor, change colours or show text in
//! another order than it stands is a dot.
QString harmless(const QString &text);

} // namespace parley::app
