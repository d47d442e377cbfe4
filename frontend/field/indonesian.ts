// The form engine speaks English only; its own few texts are replaced while building. A text that is no longer
// found fails the build, so that a new version of the engine cannot bring English back unseen.
import type { Plugin } from "vite";

const TEXTS: Record<string, string> = {
  '"Send"': '"Kirim"',
  '"Take picture"': '"Ambil foto"',
  '"Choose image"': '"Pilih gambar"',
  '"Get location"': '"Ambil lokasi"',
  '"Save location"': '"Simpan lokasi"',
  '"Cancel"': '"Batal"',
  '"Finding your location"': '"Mencari lokasi Anda"',
  '"Good accuracy"': '"Akurasi baik"',
  '"Poor accuracy"': '"Akurasi kurang"',
  '"Unknown accuracy"': '"Akurasi tidak diketahui"',
  '"Time taken to capture location: "': '"Lama pengambilan lokasi: "',
  '"Try again"': '"Coba lagi"',
  '"Cannot access location"': '"Lokasi tidak dapat dibaca"',
  '"Change language"': '"Ganti bahasa"',
  '"Rank items"': '"Urutkan"',
  '"Repeat Item"': '"Isian berulang"',
  '"Remove"': '"Hapus"',
  '"Accuracy: "': '"Akurasi: "',
  '"Latitude: "': '"Lintang: "',
  '"Longitude: "': '"Bujur: "',
  '" Location will be saved at "': '" Lokasi tersimpan sendiri bila akurasi mencapai "',
  '" Previous saved location at "': '" Lokasi yang tersimpan sebelumnya: akurasi "',
  '"Grant location permission in the browser settings and make sure location is turned on."':
    '"Izinkan lokasi di pengaturan peramban dan nyalakan GPS ponsel."',
  '"1 question with error."': '"1 pertanyaan belum benar."',
  "`${QA} questions with errors.`": "`${QA} pertanyaan belum benar.`",
  '"Location unavailable. Enable GPS and browser permissions, then restart the form to try again."':
    '"Lokasi tidak terbaca. Nyalakan GPS dan izinkan lokasi di peramban, lalu buka formulir lagi."',
  '" Okay "': '" Setuju "',
  '" Add "': '" Tambah "',
  '"Captured image preview"': '"Foto yang diambil"',
  "An error occurred while loading this form": "Formulir tidak dapat dibuka",
  "Technical error details": "Rincian teknis",
  '"Point saved"': '"Titik tersimpan"',
  '"Trace saved"': '"Jejak tersimpan"',
  '"Shape saved"': '"Bidang tersimpan"',
  '"No point saved"': '"Belum ada titik"',
  '"No trace saved"': '"Belum ada jejak"',
  '"No shape saved"': '"Belum ada bidang"',
  '"Remove point"': '"Hapus titik"',
  '"Tap to place a point"': '"Ketuk untuk menaruh titik"',
  '"Tap to move point"': '"Ketuk untuk memindahkan titik"',
  '"Press and drag to move a point"': '"Tekan lalu geser untuk memindahkan titik"',
  '"Your browser cannot display the map now. Enable graphics acceleration settings."':
    '"Peramban tidak dapat menampilkan peta. Nyalakan akselerasi grafis di pengaturannya."',
  '"Powered by"': '"Mesin formulir:"',
  "Condition not satisfied: required": "Wajib diisi",
  "Condition not satisfied: constraint": "Isian belum sesuai",
};

export function indonesianForms(): Plugin {
  const missing = new Set(Object.keys(TEXTS));
  let seen = false;
  return {
    name: "indonesian-forms",
    transform(code, id) {
      if (!id.includes("@getodk/web-forms/dist/")) return null;
      seen = true;
      for (const [english, indonesian] of Object.entries(TEXTS)) {
        if (!code.includes(english)) continue;
        missing.delete(english);
        code = code.replaceAll(english, indonesian);
      }
      return { code, map: null };
    },
    buildEnd(error) {
      if (!error && seen && missing.size) this.error(`texts of the form engine not found: ${[...missing].join(", ")}`);
    },
  };
}
