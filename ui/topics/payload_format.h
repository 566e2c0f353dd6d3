#pragma once

#include <QByteArray>
#include <QString>

#include "server/base/result.h"

namespace parley::ui {

enum class PayloadFormat { Text, Json, Hex, Base64 };

struct TypedPayload {
    QByteArray bytes{};
    bool isText = true;
};

//! What a person typed as \p format. The error says what is wrong, and for JSON where.
Result<TypedPayload> typedPayload(const QString &text, PayloadFormat format);

} // namespace parley::ui
