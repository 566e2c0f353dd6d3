#pragma once

#include <QString>

namespace parley::ui {

//! The longest text that every match of the regular expression \p pattern must contain, so that
//! rows without it need no match at all; "" when none is certain. Cautious: looks at plain
//! characters outside of groups and classes only. Thread: any.
QString requiredLiteral(const QString &pattern, Qt::CaseSensitivity sensitivity);

} // namespace parley::ui
