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
