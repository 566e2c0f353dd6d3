#include "ui/common/qr_code.h"

#include <algorithm>
#include <memory>

#include <QPainter>

#include <qrencode.h>

namespace parley::ui {
namespace {

constexpr int kQuiet = 4; // modules of white around it, as ISO/IEC 18004 asks
constexpr int kModulePixels = 4; // wanted

} // namespace

QrCode::QrCode(const QString &name, const QByteArray &text, QWidget *parent) : QWidget(parent)
{
    setAccessibleName(name);
    if (text.isEmpty() || text.size() > kMaxBytes)
        return;
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
        QRcode_encodeData(int(text.size()), reinterpret_cast<const unsigned char *>(text.data()), 0,
                          QR_ECLEVEL_M),
        &QRcode_free);
    if (!code)
        return;
    m_modules = code->width;
    m_dark.resize(qsizetype(m_modules) * m_modules);
    for (qsizetype i = 0; i < m_dark.size(); ++i)
        m_dark[i] = char(code->data[i] & 1); // the other bits are of libqrencode's own use
    setMinimumSize(sizeHint());
}

QSize QrCode::sizeHint() const
{
    const int side = (m_modules + 2 * kQuiet) * kModulePixels;
    return {side, side};
}

void QrCode::paintEvent(QPaintEvent *)
{
    if (m_modules == 0)
        return;
    const int all = m_modules + 2 * kQuiet;
    const int module = std::max(1, std::min(width(), height()) / all); // whole pixels: sharp edges
    const int side = module * all;
    const QPoint corner((width() - side) / 2, (height() - side) / 2);
    QPainter painter(this);
    painter.fillRect(QRect(corner, QSize(side, side)), Qt::white);
    for (int row = 0; row < m_modules; ++row) {
        for (int column = 0; column < m_modules; ++column) {
            if (m_dark.at(qsizetype(row) * m_modules + column) != 0)
                painter.fillRect(corner.x() + (column + kQuiet) * module,
                                 corner.y() + (row + kQuiet) * module, module, module, Qt::black);
        }
    }
}

} // namespace parley::ui
