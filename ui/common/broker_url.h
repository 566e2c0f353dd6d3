#pragma once

#include <QUrl>

namespace parley::ui {

//! Why \p url is no broker's address, a sentence; "" when it can be one. Plain http is taken for
//! this machine only: a token must not cross a network unencrypted.
QString brokerUrlProblem(const QUrl &url);

} // namespace parley::ui
